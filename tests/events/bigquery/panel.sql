WITH events AS (
  SELECT
    'gdelt2' AS source,
    PARSE_DATE('%Y%m%d', CAST(SQLDATE AS STRING)) AS event_day,
    Actor1CountryCode AS a_iso3,
    Actor2CountryCode AS b_iso3,
    EventRootCode AS root,
    CAST(NULL AS STRING) AS plover,
    QuadClass AS quad_given,
    CAST(ROUND(GoldsteinScale * 10) AS INT64) AS goldstein_tenths,
    NumSources AS sources,
    NumArticles AS articles,
    ActionGeo_CountryCode AS geo_fips,
    SOURCEURL AS url
  FROM `gdelt-bq.gdeltv2.events_partitioned`
  WHERE _PARTITIONTIME >= TIMESTAMP('2018-12-01')
    AND _PARTITIONTIME < TIMESTAMP('2021-01-31')
    AND SQLDATE BETWEEN 20181201 AND 20200131
    AND Actor1CountryCode IN ('JPN', 'KOR', 'USA')
    AND Actor2CountryCode IN ('JPN', 'KOR', 'USA')
  QUALIFY ROW_NUMBER() OVER (PARTITION BY GLOBALEVENTID ORDER BY DATEADDED, SQLDATE) = 1
)
SELECT
  period,
  source,
  a,
  b,
  COUNT(CASE WHEN quad = 1 THEN 1 END) AS verbal_cooperation,
  COUNT(CASE WHEN quad = 2 THEN 1 END) AS material_cooperation,
  COUNT(CASE WHEN quad = 3 THEN 1 END) AS verbal_conflict,
  COUNT(CASE WHEN quad = 4 THEN 1 END) AS material_conflict,
  COUNT(*) AS events,
  CAST(SUM(articles) AS INT64) AS articles,
  CAST(SUM(goldstein_tenths) AS INT64) AS goldstein_tenths,
  COUNT(goldstein_tenths) AS goldstein_events,
  CAST(SUM(sources) AS INT64) AS sources,
  COUNT(DISTINCT NULLIF(url, '')) AS reports,
  COUNT(DISTINCT day_text || '|' || pair_text || '|' || kind || '|' || place) AS stories,
  COUNT(NULLIF(url, '')) AS addresses
FROM (
  SELECT
    CAST(EXTRACT(YEAR FROM event_day) * 100 + EXTRACT(MONTH FROM event_day) AS INT64) AS period,
    source,
    LEAST(a_iso3, b_iso3) AS a,
    GREATEST(a_iso3, b_iso3) AS b,
    quad_given AS quad,
    articles,
    goldstein_tenths,
    sources,
    url,
    CAST(event_day AS STRING) AS day_text,
    LEAST(a_iso3, b_iso3) || GREATEST(a_iso3, b_iso3) AS pair_text,
    COALESCE(root, plover, '') AS kind,
    COALESCE(geo_fips, '') AS place
  FROM events
  WHERE
    a_iso3 IN ('JPN', 'KOR', 'USA')
    AND b_iso3 IN ('JPN', 'KOR', 'USA')
    AND a_iso3 <> b_iso3
    AND event_day >= CAST('2018-12-01' AS DATE)
    AND event_day <= CAST('2020-01-31' AS DATE)
) AS kept
GROUP BY
  period,
  source,
  a,
  b

WITH events AS (
  SELECT
    'gdelt2' AS source,
    PARSE_DATE('%Y%m%d', CAST(SQLDATE AS STRING)) AS event_day,
    Actor1CountryCode AS a_iso3,
    Actor2CountryCode AS b_iso3,
    QuadClass AS quad_given,
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
  CAST(EXTRACT(YEAR FROM event_day) * 100 + EXTRACT(MONTH FROM event_day) AS INT64) AS period,
  source,
  COUNT(CASE WHEN address <> '' AND has_0 = 1 AND has_1 = 1 AND has_2 = 1 THEN 1 END) AS co_events,
  COUNT(
    DISTINCT CASE
      WHEN address <> '' AND has_0 = 1 AND has_1 = 1 AND has_2 = 1
      THEN event_day
    END
  ) AS co_event_days,
  CAST(SUM(rows_of_report) AS INT64) AS events,
  COUNT(
    CASE
      WHEN address <> ''
      AND has_0 = 1
      AND has_1 = 1
      AND has_2 = 1
      AND with_verbal_cooperation = 1
      THEN 1
    END
  ) AS with_verbal_cooperation,
  COUNT(
    CASE
      WHEN address <> ''
      AND has_0 = 1
      AND has_1 = 1
      AND has_2 = 1
      AND with_material_cooperation = 1
      THEN 1
    END
  ) AS with_material_cooperation,
  COUNT(
    CASE
      WHEN address <> '' AND has_0 = 1 AND has_1 = 1 AND has_2 = 1 AND with_verbal_conflict = 1
      THEN 1
    END
  ) AS with_verbal_conflict,
  COUNT(
    CASE
      WHEN address <> ''
      AND has_0 = 1
      AND has_1 = 1
      AND has_2 = 1
      AND with_material_conflict = 1
      THEN 1
    END
  ) AS with_material_conflict,
  CAST(SUM(CASE WHEN address = '' THEN rows_of_report ELSE 0 END) AS INT64) AS without_address,
  COUNT(CASE WHEN address <> '' THEN 1 END) AS addresses
FROM (
  SELECT
    source,
    event_day,
    COALESCE(url, '') AS address,
    MAX(CASE WHEN a_iso3 = 'JPN' OR b_iso3 = 'JPN' THEN 1 ELSE 0 END) AS has_0,
    MAX(CASE WHEN a_iso3 = 'KOR' OR b_iso3 = 'KOR' THEN 1 ELSE 0 END) AS has_1,
    MAX(CASE WHEN a_iso3 = 'USA' OR b_iso3 = 'USA' THEN 1 ELSE 0 END) AS has_2,
    MAX(CASE WHEN quad_given = 1 THEN 1 ELSE 0 END) AS with_verbal_cooperation,
    MAX(CASE WHEN quad_given = 2 THEN 1 ELSE 0 END) AS with_material_cooperation,
    MAX(CASE WHEN quad_given = 3 THEN 1 ELSE 0 END) AS with_verbal_conflict,
    MAX(CASE WHEN quad_given = 4 THEN 1 ELSE 0 END) AS with_material_conflict,
    COUNT(*) AS rows_of_report
  FROM events
  WHERE
    a_iso3 IN ('JPN', 'KOR', 'USA')
    AND b_iso3 IN ('JPN', 'KOR', 'USA')
    AND a_iso3 <> b_iso3
    AND event_day >= CAST('2018-12-01' AS DATE)
    AND event_day <= CAST('2020-01-31' AS DATE)
  GROUP BY
    source,
    event_day,
    COALESCE(url, '')
) AS reports
GROUP BY
  CAST(EXTRACT(YEAR FROM event_day) * 100 + EXTRACT(MONTH FROM event_day) AS INT64),
  source

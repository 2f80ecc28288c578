-- The statements of bucket policies, a row each: Statement may be one object, Principal a text or an object.
WITH policies AS (
  SELECT eventtime, eventid, json_extract(requestparameters, '$.bucketPolicy.Statement') AS statements
  FROM cloudtrail_logs
  WHERE eventname = 'PutBucketPolicy'
)
SELECT
  eventid,
  place,
  json_extract_scalar(statement, '$.Sid') AS sid,
  json_extract_scalar(statement, '$.Effect') AS effect,
  COALESCE(json_extract_scalar(statement, '$.Principal'), json_format(json_extract(statement, '$.Principal'))) AS principal,
  COALESCE(json_extract_scalar(statement, '$.Action'), array_join(TRY(CAST(json_extract(statement, '$.Action') AS array(varchar))), ' ')) AS action,
  json_size(statement, '$.Condition') AS operators
FROM policies
CROSS JOIN UNNEST(
  CASE
    WHEN json_array_length(statements) IS NULL THEN ARRAY[statements]
    ELSE CAST(statements AS array(json))
  END
) WITH ORDINALITY AS t(statement, place)
ORDER BY eventtime, eventid, place

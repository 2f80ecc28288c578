// Cuts out of the published OCSF and ECS schemas what the lines of the reports are held against. See README.md.
import { readFileSync } from 'node:fs';
import { argv, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';

/** The attributes that are written, by class and object; required ones and those of a rule come along by themselves. */
const OCSF_USED = {
  api_activity: [
    ...['activity_name', 'category_name', 'class_name', 'severity', 'type_name', 'status_id', 'status', 'status_code'],
    ...['message', 'http_request', 'resources', 'unmapped'],
  ],
  metadata: ['profiles', 'uid', 'original_time'],
  product: ['name', 'version'],
  cloud: ['account'],
  account: ['uid', 'type', 'type_id'],
  api: ['service', 'request', 'response'],
  service: ['name'],
  request: [],
  response: ['code', 'error'],
  actor: ['user', 'session', 'app_name'],
  user: ['name', 'uid', 'uid_alt', 'type', 'type_id', 'credential_uid', 'account'],
  session: ['issuer', 'is_mfa'],
  network_endpoint: ['ip', 'svc_name'],
  http_request: ['user_agent'],
  resource_details: ['uid', 'name', 'type'],
};

/** The one profile that the events declare; attributes of others are not theirs. */
const OCSF_PROFILE = 'cloud';

const ECS_USED = [
  ...['@timestamp', 'ecs.version', 'message', 'tags'],
  ...['kind', 'category', 'type', 'outcome', 'action', 'id', 'code', 'reason', 'provider', 'module', 'dataset'].map(
    (name) => `event.${name}`,
  ),
  ...['error.code', 'http.request.id', 'http.response.status_code', 'cloud.provider', 'cloud.account.id'],
  ...['source.address', 'source.ip', 'user.id', 'user.name', 'user.domain', 'user.roles', 'user_agent.original'],
  ...['related.ip', 'related.user'],
];

/** @param whole the export of a schema server: classes, objects, types */
function ocsfExcerpt(whole) {
  const objects = {};
  const types = new Set();
  for (const [name, used] of Object.entries(OCSF_USED)) {
    const { attributes, constraints } = whole.classes[name] ?? whole.objects[name];
    const kept = Object.entries(attributes)
      .filter(([, { profile }]) => profile == null || profile === OCSF_PROFILE)
      .filter(([key, { requirement }]) => requirement === 'required' || used.includes(key))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    for (const key of used) if (!(key in attributes)) throw new Error(`${name} has no ${key}`);
    for (const [, { type }] of kept) types.add(type);
    objects[name] = {
      ...(constraints == null ? {} : { constraints }),
      attributes: Object.fromEntries(kept.map(([key, attribute]) => [key, ocsfAttribute(attribute)])),
    };
  }
  return { version: whole.version, types: ocsfTypes(whole.types, types), objects };
}

function ocsfAttribute(attribute) {
  const { type, object_type, is_array, requirement, sibling } = attribute;
  return {
    type,
    ...(object_type === undefined ? {} : { object_type }),
    ...(is_array ? { is_array } : {}),
    requirement,
    ...(sibling == null ? {} : { sibling }),
    ...(attribute.enum === undefined
      ? {}
      : { enum: Object.fromEntries(Object.entries(attribute.enum).map(([id, { caption }]) => [id, caption])) }),
    ...(attribute['@deprecated'] === undefined ? {} : { deprecated: true }),
  };
}

function ocsfTypes(all, used) {
  for (const name of used) if (all[name]?.type !== undefined) used.add(all[name].type);
  return Object.fromEntries(
    [...used]
      .filter((name) => name in all)
      .sort()
      .map((name) => {
        const { type, regex, max_len } = all[name];
        return [name, { type, regex, max_len }];
      }),
  );
}

/** @param flat every field of ECS by its whole name */
function ecsExcerpt(flat, version) {
  const fields = Object.keys(flat).filter((name) => ECS_USED.includes(name) || flat[name].required === true);
  for (const name of ECS_USED) if (!(name in flat)) throw new Error(`ECS has no ${name}`);
  return {
    version,
    fields: Object.fromEntries(
      fields.sort().map((name) => {
        const { type, normalize, required, allowed_values } = flat[name];
        const allowed = allowed_values?.map((value) => [value.name, value.expected_event_types ?? null]);
        return [name, { type, normalize, required, allowed_values: allowed && Object.fromEntries(allowed) }];
      }),
    ),
  };
}

const [, , standard, path, version] = argv;
if (standard === 'ocsf') write(ocsfExcerpt(JSON.parse(readFileSync(path, 'utf8'))));
else if (standard === 'ecs') write(ecsExcerpt((await import(pathToFileURL(path).href)).EcsFlat, version));
else throw new Error('usage: node excerpt.mjs ocsf EXPORT.json | ecs ecs_flat.js VERSION');

function write(excerpt) {
  stdout.write(`${JSON.stringify(excerpt, null, 2)}\n`);
}

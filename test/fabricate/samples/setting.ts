import type { JsonObject } from '../../../src/json.ts';
import { type LogLine, lineOfEvent, logLine } from '../access-log.ts';
import {
  CONFIGURATION_ID,
  DESTINATION_ACCOUNT,
  DESTINATION_BUCKET,
  PREFIX,
  SOURCE_ACCOUNT,
  SOURCE_BUCKET,
} from '../cast.ts';
import {
  type Delivery,
  dataMarker,
  dataMarkerKey,
  manifestDocument,
  objectsOf,
  type StoredObject,
} from '../delivery.ts';
import { ACCESS_DENIED, type TrailEvent } from '../events/event.ts';
import { inventoryWrite } from '../events/s3.ts';
import { type EvidenceFile, jsonFile } from '../evidence-file.ts';

/** `case.json` of a sample. */
export function caseFile(now: string, replace: JsonObject = {}): EvidenceFile {
  return jsonFile('case.json', {
    sourceBucket: SOURCE_BUCKET,
    sourceAccount: SOURCE_ACCOUNT,
    destinationBucket: DESTINATION_BUCKET,
    destinationAccount: DESTINATION_ACCOUNT,
    destinationPrefix: PREFIX,
    configurationId: CONFIGURATION_ID,
    frequency: 'Daily',
    encryption: 'SSE-S3',
    now,
    ...replace,
  });
}

/** The destination as a full listing shows it: deliveries, the data marker, and what else lives there. */
export function destinationObjects(deliveries: readonly Delivery[]): StoredObject[] {
  const last = deliveries[deliveries.length - 1];
  const dashboards = ['cost', 'growth', 'usage'].map((board) => ({
    key: `dashboards/${board}/layout.json`,
    lastModified: '2025-11-04T08:15:00Z',
    size: 18_204,
    etag: '0f343b0931126a20f133d67c2b018a3b',
  }));
  return [
    ...deliveries.flatMap((delivery) => objectsOf(delivery)),
    ...(last === undefined ? [] : [dataMarker(last)]),
    ...dashboards,
  ];
}

/** Writes of a delivery in the destination's access log. */
export function deliveryLines(delivery: Delivery): LogLine[] {
  return objectsOf(delivery).map((object) =>
    logLine({
      time: object.lastModified,
      remoteIp: null,
      requester: 'svc:s3.amazonaws.com',
      operation: 'REST.PUT.OBJECT',
      key: object.key,
      uri: `PUT /${DESTINATION_BUCKET}/${object.key} HTTP/1.1`,
      status: 200,
      objectSize: object.size,
      userAgent: null,
    }),
  );
}

/** Refused deliveries as data events, one for each time given. */
export function deniedWrites(times: readonly string[]): TrailEvent[] {
  return times.map((time) => inventoryWrite({ time, key: dataMarkerKey(), error: ACCESS_DENIED }));
}

export function linesOf(events: readonly TrailEvent[]): LogLine[] {
  return events.map((event) => lineOfEvent(event));
}

export function lastManifest(deliveries: readonly Delivery[]): EvidenceFile {
  const last = deliveries[deliveries.length - 1];
  if (last === undefined) throw new Error('no delivery, no manifest');
  return jsonFile(`manifests/${last.run}/manifest.json`, manifestDocument(last));
}

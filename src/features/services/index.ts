export { type Path, pathText } from "../../base/json-schema.js";
export { authorizationOf } from "./authorization.js";
export { fieldProblems, missingFields, readGiven } from "./check.js";
export {
  changedPart,
  copyConfig,
  hostsOf,
  isHostName,
  isMasked,
  leaves,
  mergeConfig,
} from "./config.js";
export {
  destinationAccess,
  destinationNotes,
  destinationType,
} from "./destination-types.js";
export { type ServiceField, serviceFields, unreadableFields } from "./fields.js";
export {
  fieldPath,
  findService,
  knownConnector,
  matchServices,
  readableService,
} from "./find-service.js";
export { NAMING_FIELDS, nameFields, nameFrom, namingOf } from "./naming.js";
export {
  NETWORK_FIELDS,
  NETWORKING,
  type Network,
  needsPublicKey,
  networkIdProblems,
  networkProblems,
} from "./network.js";
export { isSecretIn, typeSchema } from "./type-schema.js";

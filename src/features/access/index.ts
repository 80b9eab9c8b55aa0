export { ADMINISTRATOR, administrators } from "./administrators.js";
export {
  invitationFor,
  invitationNotes,
  invitationOutcome,
  withoutInvitation,
} from "./invitation.js";
export { oneNamed, userNamed } from "./named.js";
export { listUsers, userName } from "./people.js";
export { connectorAccess, groupAccess } from "./place.js";
export { repairers } from "./repairers.js";
export { replacementText, roleText } from "./roles.js";
export { type SecondaryReads, secondaryReads, untilSilent } from "./secondary.js";
export { userAccess } from "./user.js";

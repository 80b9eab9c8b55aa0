export {
  type Compared,
  changesTo,
  compareSelections,
  inSchemaOf,
  SelectionFile,
  selectionFile,
  selectionOf,
} from "./selection.js";
export { compareSettings, type SettingDifference } from "./settings.js";

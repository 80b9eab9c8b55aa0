export { FIELDS, readInventory } from "./inventory.js";

// The views around the play, one file each.

export { collectionView } from "./collection.js";
export { castView, voicesView } from "./cast.js";
export { actorView, recordView } from "./record.js";
export { reportView } from "./report.js";
export { deliverView } from "./deliver.js";

package org.loupe.export;

/** What to do with the results that an output folder holds already. */
public enum ExistingResults {
  /** Leave them alone and say so. */
  REFUSE,
  /** Remove them and begin anew. */
  OVERWRITE,
  /** Keep the images that were finished and that nothing has changed of. */
  RESUME
}

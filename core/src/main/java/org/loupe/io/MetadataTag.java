package org.loupe.io;

/**
 * One fact that a file states beside its pixels.
 *
 * @param name path of the fact in the file ("ImageList.1.ImageData.Calibrations.Dimension.0.Scale")
 * @param value what the file states, as text; long lists are described, not repeated
 */
public record MetadataTag(String name, String value) {}

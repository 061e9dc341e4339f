package org.loupe.cascade;

/**
 * A window that passed a cascade, where the scan saw it.
 *
 * @param level whose pixels the window covers
 * @param x left edge, in pixels of the level
 * @param y top edge, in pixels of the level
 * @param score stage sum of the last stage less its threshold
 */
public record ScanWindow(ScanLevel level, int x, int y, double score) {}

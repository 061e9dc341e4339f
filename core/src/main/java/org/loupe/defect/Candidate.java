package org.loupe.defect;

import org.loupe.geometry.Box;

/**
 * A place where the cascade (Module I) saw a defect.
 *
 * @param box where, in pixels of the micrograph
 * @param score stage sum of the last stage less its threshold, the largest of the grouped windows
 * @param neighbors number of windows that were grouped into this candidate; 1 before grouping
 */
public record Candidate(Box box, double score, int neighbors) {}

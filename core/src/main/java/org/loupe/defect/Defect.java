package org.loupe.defect;

/**
 * A detected and measured defect.
 *
 * @param id number within its micrograph, from 1, in reading order of the boxes
 * @param detection where and how sure
 * @param measurement size and shape
 */
public record Defect(int id, Detection detection, Measurement measurement) {}

/**
 * Module II: a small convolutional network judges each candidate, from candidates to detections.
 *
 * <ol>
 *   <li>{@link org.loupe.screen.PatchCutter} cuts a candidate and its surroundings out of the
 *       micrograph, at a fixed number of samples.
 *   <li>{@link org.loupe.screen.ScreenerNetwork} gives the probability of a defect and a refined
 *       box, by ONNX Runtime.
 *   <li>{@link org.loupe.screen.DuplicateSuppression} leaves one detection a defect.
 * </ol>
 *
 * <p>{@link org.loupe.screen.Screener} does the three. The publication screens with a network of
 * half a million parameters on 64 × 64 × 3 patches and has no suppression (W. Li, K. G. Field, D.
 * Morgan, Automated defect analysis in electron microscopic images, npj Computational Materials 4,
 * 36 (2018), doi 10.1038/s41524-018-0093-8).
 */
@NullMarked
package org.loupe.screen;

import org.jspecify.annotations.NullMarked;

/**
 * From a box round a defect to its size and shape (Module III).
 *
 * <p>{@link org.loupe.measure.DefectMeasurer} is the door. Its default finds the closed path of
 * strongest rim in the box and fits an ellipse to the rim's center line; the published watershed
 * flood can be chosen by {@link org.loupe.measure.MeasurementSettings}. Coordinates are those of
 * {@link org.loupe.geometry}: the center of pixel (x, y) lies at (x + 0.5, y + 0.5).
 */
@NullMarked
package org.loupe.measure;

import org.jspecify.annotations.NullMarked;

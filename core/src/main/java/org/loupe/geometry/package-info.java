/**
 * Boxes, ellipses and polygons in pixel coordinates.
 *
 * <p>x points right, y points down. Pixel (x, y) covers [x, x+1) × [y, y+1); its center is at (x +
 * 0.5, y + 0.5). Boxes are half-open. Every length is a full length in pixels, never a semi-axis.
 */
@NullMarked
package org.loupe.geometry;

import org.jspecify.annotations.NullMarked;

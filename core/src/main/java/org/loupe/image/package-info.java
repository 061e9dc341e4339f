/**
 * Images as plain arrays, row-major, without calibration, and boxes by their place in them.
 *
 * <p>Pixel (x, y) of an image of width w is element {@code y * w + x}. Parameters come as (x, y)
 * and (width, height). Arrays inside image records are not copied: the maker hands them over and
 * nobody writes to them afterwards.
 */
@NullMarked
package org.loupe.image;

import org.jspecify.annotations.NullMarked;

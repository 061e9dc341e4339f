/**
 * Synthetic micrographs with known truth.
 *
 * <p>A specimen is drawn as the absorption of its parts, the transmitted beam becomes electrons per
 * pixel, and the detector counts, blurs and rounds them. A seed gives the same picture on every
 * platform: transcendental functions are those of {@link java.lang.StrictMath} and the rest is
 * plain IEEE arithmetic.
 */
@NullMarked
package org.loupe.simulation;

import org.jspecify.annotations.NullMarked;

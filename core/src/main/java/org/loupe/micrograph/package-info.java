/**
 * A micrograph: an image with its calibration and where both came from.
 *
 * <p>An unknown calibration stays unknown: it is an empty {@code Optional}, never a default of 1.
 */
@NullMarked
package org.loupe.micrograph;

import org.jspecify.annotations.NullMarked;

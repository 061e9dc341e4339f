/**
 * Modules I and II together: {@link org.loupe.detection.ModelDetector} finds and screens with
 * whichever member of a model knows micrographs of the kind, and measures nothing.
 */
@NullMarked
package org.loupe.detection;

import org.jspecify.annotations.NullMarked;

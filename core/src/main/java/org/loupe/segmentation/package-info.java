/**
 * From gray values to regions: the two-marker watershed flood and connected components.
 *
 * <p>Neighbors are the eight pixels round a pixel, everywhere in this package.
 */
@NullMarked
package org.loupe.segmentation;

import org.jspecify.annotations.NullMarked;

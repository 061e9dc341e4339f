/**
 * From gray values to regions: the watershed from markers, the published flood between two of them,
 * and connected components.
 *
 * <p>Neighbors are the eight pixels round a pixel, unless {@link Connectivity} says otherwise.
 */
@NullMarked
package org.loupe.segmentation;

import org.jspecify.annotations.NullMarked;

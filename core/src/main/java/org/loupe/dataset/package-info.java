/**
 * Labeled sets: micrographs with the defects that people marked in them, for training and for
 * evaluation; nothing at analysis time uses them.
 *
 * <p>{@link org.loupe.dataset.LabeledSets} opens a folder of any known layout. Neighboring fields
 * of one specimen share a series; {@link org.loupe.dataset.ValidationFolds} never divides one.
 */
@NullMarked
package org.loupe.dataset;

import org.jspecify.annotations.NullMarked;

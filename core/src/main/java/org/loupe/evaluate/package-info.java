/**
 * Agreement of results with people.
 *
 * <p>{@link org.loupe.evaluate.CenterRule} is the rule of the publication: box centers within 20
 * pixels in x and in y, many to many; {@link org.loupe.evaluate.IouRule} is the strict one: one to
 * one, by overlap. Undefined quotients are NaN.
 */
@NullMarked
package org.loupe.evaluate;

import org.jspecify.annotations.NullMarked;

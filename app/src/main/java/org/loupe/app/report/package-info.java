/**
 * What a user gets to see of a training: how good the model is, in numbers and in pictures.
 *
 * <p>{@link org.loupe.app.report.TrainingReport} writes both; the other classes are its parts.
 */
@NullMarked
package org.loupe.app.report;

import org.jspecify.annotations.NullMarked;

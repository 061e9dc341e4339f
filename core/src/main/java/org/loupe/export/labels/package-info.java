/**
 * Writers of label formats, for the marks of people and for results: what other programs open.
 *
 * <p>A {@link org.loupe.export.labels.LabelWriter} takes micrograph after micrograph and keeps none
 * of them. {@link org.loupe.export.labels.ExportFormat} lists the formats and makes their writers.
 */
@NullMarked
package org.loupe.export.labels;

import org.jspecify.annotations.NullMarked;

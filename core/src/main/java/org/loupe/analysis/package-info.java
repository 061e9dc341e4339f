/**
 * The flow of an analysis: {@link org.loupe.analysis.DefectAnalyzer} for one micrograph, {@link
 * org.loupe.analysis.BatchAnalyzer} for many.
 */
@NullMarked
package org.loupe.analysis;

import org.jspecify.annotations.NullMarked;

/**
 * The numbers a paper reports, per micrograph and per set, each with its uncertainty.
 *
 * <p>What is undefined is empty: the mean of no defect, the standard deviation of one.
 */
@NullMarked
package org.loupe.statistics;

import org.jspecify.annotations.NullMarked;

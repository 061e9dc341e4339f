package org.loupe.training.cascade;

/**
 * How the training of a stage went.
 *
 * @param stage its number, from 1
 * @param stumps in it
 * @param positives examples that it was trained with
 * @param negatives examples that it was trained with
 * @param hitRate part of its positive examples that pass it
 * @param falseAlarmRate part of its negative examples that pass it
 * @param acceptanceRatio part of all negative windows at hand, most of them not trained with, that
 *     pass it
 * @param overallFalseAlarmRate part of all negative windows of the scan that pass this stage and
 *     those before, estimated
 * @param seconds that it took
 */
public record StageReport(
    int stage,
    int stumps,
    int positives,
    int negatives,
    double hitRate,
    double falseAlarmRate,
    double acceptanceRatio,
    double overallFalseAlarmRate,
    double seconds) {}

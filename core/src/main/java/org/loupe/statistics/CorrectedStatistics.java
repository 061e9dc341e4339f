package org.loupe.statistics;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Sizes and densities after a correction: each defect stands for as many as its weight says.
 *
 * <p>The intervals hold every source of uncertainty that is known, the budgets say how much of
 * each. Empty is what is undefined: all but the area if every defect touches the frame.
 *
 * @param defects defects that count, those that do not touch the frame
 * @param weightedCount how many they stand for
 * @param diameter the sizes, weighted
 * @param meanDiameterInterval 95 % interval of the mean diameter; empty for fewer than two defects
 * @param numberDensity defects per square unit; empty if the area is zero or all touch the frame
 * @param numberDensityInterval 95 % interval of the number density
 * @param volume defects per volume; empty without thickness or number density
 * @param budgets what each figure's uncertainty is made of; none for undefined figures
 */
public record CorrectedStatistics(
    int defects,
    double weightedCount,
    SizeStatistics diameter,
    Optional<ConfidenceInterval> meanDiameterInterval,
    OptionalDouble numberDensity,
    Optional<ConfidenceInterval> numberDensityInterval,
    Optional<VolumeStatistics> volume,
    List<ErrorBudget> budgets) {

  public CorrectedStatistics {
    budgets = List.copyOf(budgets);
  }
}

package org.loupe.app.report;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.loupe.screen.ScreeningSettings;
import org.loupe.training.ProbabilityCalibration;
import org.loupe.training.ScreeningValidation;
import org.loupe.training.TrainedModel;
import org.loupe.training.ValidatedMicrograph;

/**
 * All that a report counts, at the operating point.
 *
 * @param minProbability of the operating point
 * @param all micrographs together
 * @param bySet by the labeled set's folder; empty if there was only one
 * @param byFold by the fold's number, from 0
 * @param bySeries by the series' name
 * @param bins reliability of the probabilities
 * @param disagreements of model and labels, by the strict rule
 */
record ReportFigures(
    double minProbability,
    Group all,
    SortedMap<String, Group> bySet,
    SortedMap<Integer, Group> byFold,
    SortedMap<String, Group> bySeries,
    List<ReliabilityBin> bins,
    List<Disagreement> disagreements) {

  static ReportFigures of(TrainedModel trained, List<String> sets) {
    List<ValidatedMicrograph> micrographs = trained.micrographs();
    double minProbability = trained.validation().operatingPoint().minProbability();
    ScreeningSettings screening = trained.screener().settings();
    SortedMap<String, Group> bySet = new TreeMap<>();
    if (sets.size() > 1) {
      for (String set : sets) {
        bySet.put(set, Group.of(ValidatedMicrograph.ofSet(micrographs, set), minProbability));
      }
    }
    SortedMap<Integer, Group> byFold = new TreeMap<>();
    for (Map.Entry<Integer, List<ValidatedMicrograph>> fold :
        micrographs.stream().collect(Collectors.groupingBy(ValidatedMicrograph::fold)).entrySet()) {
      byFold.put(fold.getKey(), Group.of(fold.getValue(), minProbability));
    }
    SortedMap<String, Group> bySeries = new TreeMap<>();
    for (Map.Entry<String, List<ValidatedMicrograph>> series :
        micrographs.stream()
            .collect(Collectors.groupingBy(m -> m.micrograph().series()))
            .entrySet()) {
      bySeries.put(series.getKey(), Group.of(series.getValue(), minProbability));
    }
    return new ReportFigures(
        minProbability,
        Group.of(micrographs, minProbability),
        bySet,
        byFold,
        bySeries,
        ReliabilityBin.of(
            ScreeningValidation.answers(micrographs),
            new ProbabilityCalibration(screening.temperature(), screening.offset())),
        Disagreement.of(micrographs, minProbability));
  }

  /** Returns the disagreements of one kind, those worth the first look first. */
  List<Disagreement> disagreements(Disagreement.Kind kind) {
    return disagreements.stream().filter(d -> d.kind() == kind).toList();
  }
}

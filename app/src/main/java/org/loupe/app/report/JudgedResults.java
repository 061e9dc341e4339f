package org.loupe.app.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.loupe.evaluate.Evaluation;
import org.loupe.evaluate.PeopleAgreement;

/**
 * All that a report of an evaluation shows.
 *
 * @param origin what was judged by what
 * @param evaluation the figures
 * @param people and the machine in one table; empty without people
 * @param files the micrographs by their names, for pictures
 * @param elapsedMs time of the machine for each image, where it is known
 * @param peopleMinutes time that people took for an image, by their names
 */
public record JudgedResults(
    Origin origin,
    Evaluation evaluation,
    Optional<PeopleAgreement> people,
    Map<String, Path> files,
    Map<String, Double> elapsedMs,
    Map<String, Double> peopleMinutes) {

  /**
   * Where the figures come from.
   *
   * @param title of the page
   * @param command line
   * @param programVersion of Loupe
   * @param dataset labels, in words
   * @param judged what is judged, in words
   * @param machine its name in tables
   * @param reference name of the labels in tables
   * @param notes what a reader should know before believing a figure, a sentence each
   */
  public record Origin(
      String title,
      String command,
      String programVersion,
      String dataset,
      String judged,
      String machine,
      String reference,
      List<String> notes) {

    public Origin {
      notes = List.copyOf(notes);
    }
  }

  public JudgedResults {
    files = Map.copyOf(files);
    elapsedMs = Map.copyOf(elapsedMs);
    peopleMinutes = Map.copyOf(peopleMinutes);
  }

  /** Returns the mean time of the machine for an image, in milliseconds. */
  OptionalDouble meanElapsedMs() {
    return elapsedMs.values().stream().mapToDouble(Double::doubleValue).average();
  }
}

package org.loupe.model;

/**
 * A set of labeled micrographs that a model was trained on, as its publisher names it.
 *
 * @param name of the set
 * @param doi of the set or its repository; empty if it has none
 * @param licence of the set, such as an SPDX identifier; empty if unknown
 * @param micrographs that were used
 * @param annotations on them that were used
 */
public record TrainingData(
    String name, String doi, String licence, int micrographs, int annotations) {

  public TrainingData {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank");
    }
    if (micrographs < 0 || annotations < 0) {
      throw new IllegalArgumentException(
          "micrographs and annotations must not be negative, were "
              + micrographs
              + " and "
              + annotations);
    }
  }
}

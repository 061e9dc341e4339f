package org.loupe.model;

import java.util.List;
import java.util.Optional;

/**
 * Where a model came from and how good it is; nothing of it changes a result.
 *
 * @param programVersion version of Loupe that trained the model
 * @param command line that trains it again
 * @param seed of the training
 * @param trainingData what it learned from
 * @param validation how well it does; empty if nobody has looked
 * @param card the model card, in Markdown: what the model is for, its limits, when not to use it
 */
public record ModelDescription(
    String programVersion,
    String command,
    long seed,
    List<TrainingData> trainingData,
    Optional<ModelValidation> validation,
    String card) {

  public ModelDescription {
    trainingData = List.copyOf(trainingData);
  }

  /** Returns this description with another model card. */
  public ModelDescription withCard(String other) {
    return new ModelDescription(programVersion, command, seed, trainingData, validation, other);
  }
}

package org.loupe.app;

import org.jspecify.annotations.Nullable;
import org.loupe.measure.MeasurementMethod;
import org.loupe.measure.MeasurementSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The methods of Module III by the names that a person types. */
enum MeasurementChoice {
  RIM_FIT("rim-fit", MeasurementMethod.RIM_FIT),
  DRAWN("drawn", MeasurementMethod.DRAWN_OUTLINE),
  EDGE("edge", MeasurementMethod.OUTER_EDGE),
  BOX("box", MeasurementMethod.BOX),
  FLOOD("flood", MeasurementMethod.FLOOD_LI_2018);

  /** What the methods do, for the help. */
  static final String HELP =
      "rim-fit: ellipse along the center line of the rim; drawn: the same ellipse a little larger,"
          + " where people draw it; edge: ellipse along the outer edge, for particles, cavities and"
          + " dots; box: ellipse in the box that the model learned to draw; flood: the watershed"
          + " flood as published in 2018, with its biases.";

  /** What {@code --box-margin} does, for the help. */
  static final String MARGIN_HELP =
      "How far each side of a detection's box is pushed out before the defect is looked for in it,"
          + " as a share of its width or height, -0.25 to 0.5; 0.1 suits models whose labels were"
          + " outlines without a margin. Not for box, which is the box itself.";

  /** What {@code --rim} does, for the help. */
  static final String RIM_HELP =
      "dark: the defect, or its rim, is darker than what is around it; bright: brighter; either: to"
          + " be seen of each by itself.";

  private final String word;
  private final MeasurementMethod method;

  MeasurementChoice(String word, MeasurementMethod method) {
    this.word = word;
    this.method = method;
  }

  MeasurementMethod method() {
    return method;
  }

  /**
   * Returns settings with the margin of {@code --box-margin}.
   *
   * @param margin null where the option was not given
   * @param spec of the command, for the error
   */
  static MeasurementSettings withMargin(
      MeasurementSettings settings, @Nullable Double margin, CommandSpec spec) {
    if (margin == null) {
      return settings;
    }
    try {
      return settings.withBoxMargin(margin);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--box-margin must be -0.25 to 0.5, was " + margin, e);
    }
  }

  @Override
  public String toString() {
    return word;
  }
}

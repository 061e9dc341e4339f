package org.loupe.app;

import org.loupe.measure.MeasurementMethod;

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

  private final String word;
  private final MeasurementMethod method;

  MeasurementChoice(String word, MeasurementMethod method) {
    this.word = word;
    this.method = method;
  }

  MeasurementMethod method() {
    return method;
  }

  @Override
  public String toString() {
    return word;
  }
}

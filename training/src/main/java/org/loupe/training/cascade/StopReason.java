package org.loupe.training.cascade;

/** Why a training ended. */
public enum StopReason {
  /** All stages that were asked for are trained. */
  STAGES_DONE("all stages that were asked for are trained"),
  /** The part of negative windows that pass is as small as was asked for. */
  FALSE_ALARM_RATE_REACHED("the overall false-alarm rate that was asked for is reached"),
  /** More stages would not find more at a bearable number of candidates. */
  NO_GAIN_ON_VALIDATION("the last stages have not raised the recall on the validation micrographs"),
  /** Too few windows without a defect still pass. */
  NO_NEGATIVES_LEFT("too few windows without a defect still pass to train another stage");

  private final String text;

  StopReason(String text) {
    this.text = text;
  }

  /** Returns the reason as a clause. */
  public String text() {
    return text;
  }
}

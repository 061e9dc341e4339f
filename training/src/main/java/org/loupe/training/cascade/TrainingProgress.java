package org.loupe.training.cascade;

import java.util.List;

/** Hears how a training goes on; called by one thread at a time. */
public interface TrainingProgress {

  /** Tells what is being done now, in words. */
  void phase(String what);

  /** Tells that a stage is trained. */
  void stage(StageReport report);

  /** Tells how the stages so far do on the validation micrographs. */
  void validated(List<CurvePoint> points);

  /** Returns a listener that does nothing. */
  static TrainingProgress none() {
    return new TrainingProgress() {
      @Override
      public void phase(String what) {}

      @Override
      public void stage(StageReport report) {}

      @Override
      public void validated(List<CurvePoint> points) {}
    };
  }
}

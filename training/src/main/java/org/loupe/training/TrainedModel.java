package org.loupe.training;

import java.util.List;
import java.util.Optional;
import org.loupe.cascade.LbpCascade;
import org.loupe.cascade.ScanSettings;
import org.loupe.model.ModelValidation;
import org.loupe.screen.ScreenerModel;
import org.loupe.training.cascade.ValidatedCascade;
import org.loupe.trust.TrustBasis;

/**
 * A model and how it was found to do.
 *
 * @param cascade the detector, trained on everything
 * @param scan how it scans
 * @param screener the network, trained on everything, with the operating point
 * @param cascades how the cascades were trained and their length was chosen
 * @param validation figures on micrographs that the judged models had not learned from
 * @param trust when to believe the model; empty if there was too little to learn it from
 * @param micrographs the same one by one
 */
public record TrainedModel(
    LbpCascade cascade,
    ScanSettings scan,
    ScreenerModel screener,
    ValidatedCascade cascades,
    ModelValidation validation,
    Optional<TrustBasis> trust,
    List<ValidatedMicrograph> micrographs) {

  public TrainedModel {
    micrographs = List.copyOf(micrographs);
  }
}

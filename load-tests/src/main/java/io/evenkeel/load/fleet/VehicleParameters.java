package io.evenkeel.load.fleet;

import java.util.random.RandomGenerator;

/**
 * What tells one simulated vehicle from another.
 *
 * @param massKg kerb mass with driver
 * @param dragAreaM2 drag coefficient times frontal area
 * @param capacityKwh net capacity of the pack
 * @param dcPowerKw most that it takes from a DC charger
 * @param acPowerKw most that it takes from an AC charger
 */
record VehicleParameters(
    double massKg, double dragAreaM2, double capacityKwh, double dcPowerKw, double acPowerKw) {
  static VehicleParameters draw(RandomGenerator random) {
    return new VehicleParameters(
        random.nextDouble(1_300, 2_500),
        random.nextDouble(0.50, 0.75),
        random.nextDouble(40, 100),
        random.nextDouble(50, 200),
        random.nextBoolean() ? 11 : 7.4);
  }

  /**
   * Power of the pack while driving, W, negative while it drains: rolling resistance, drag and
   * acceleration through the losses of the drive train, part of the braking energy back, and a
   * constant load for electronics and climate.
   */
  double drivingPower(double speedMs, double accelerationMs2) {
    double wheels =
        speedMs
            * (massKg * accelerationMs2
                + massKg * 9.81 * 0.010
                + 0.5 * 1.2 * dragAreaM2 * speedMs * speedMs);
    double drive = wheels >= 0 ? -wheels / 0.90 : Math.min(-wheels * 0.65, 60_000);
    return drive - 900;
  }

  /** Power into the pack, W: a DC charger tapers above half, every charger near full. */
  double chargingPower(boolean dc, double soc) {
    double limitKw = dc ? dcPowerKw * Math.min(1, (100 - soc) / 50) : acPowerKw;
    return 1_000 * Math.min(limitKw, Math.max(1, (100 - soc) * 2));
  }
}

package io.evenkeel.load.fleet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One electric vehicle. Its life follows from its seed and the times at which it is asked. Not
 * thread-safe.
 *
 * <pre>
 *            leg over            cable in
 *  DRIVING ------------> PARKED ----------> CHARGING
 *     ^                    |                    |
 *     +--------------------+--------------------+
 *            pause over           charged
 * </pre>
 */
final class SimulatedVehicle {
  private enum Activity {
    PARKED,
    DRIVING,
    CHARGING
  }

  private static final double EARTH_M_PER_DEGREE = 111_320;
  private static final double STEP_SECONDS_MAX = 5;

  private final SplittableRandom random;
  private final VehicleParameters parameters;
  private Activity activity = Activity.DRIVING;
  private double secondsLeft;
  private double targetSpeed;
  private double speed;
  private double power;
  private double soc;
  private double odometer;
  private double latitude;
  private double longitude;
  private double heading;
  private double packTemperature = 20;
  private boolean dc;

  SimulatedVehicle(long seed) {
    this.random = new SplittableRandom(seed);
    this.parameters = VehicleParameters.draw(random);
    this.soc = random.nextDouble(25, 95);
    this.odometer = random.nextDouble(1e6, 1.5e8);
    this.latitude = 48.7 + random.nextDouble(-0.2, 0.2);
    this.longitude = 9.2 + random.nextDouble(-0.3, 0.3);
    this.heading = random.nextDouble(360);
    this.secondsLeft = random.nextDouble(600);
  }

  /**
   * Lets time pass and reads the sensors.
   *
   * @param seconds since the last call, 0 or more
   * @param timeMillis event time, Unix milliseconds; sets the outside temperature
   * @return values by signal name, in the catalogue's units
   */
  Map<String, Object> advance(double seconds, long timeMillis) {
    for (double left = seconds; left > 0; left -= STEP_SECONDS_MAX) {
      step(Math.min(left, STEP_SECONDS_MAX));
    }
    return sensors(timeMillis);
  }

  private void step(double seconds) {
    secondsLeft -= seconds;
    if (secondsLeft <= 0 || soc < 8 || (activity == Activity.CHARGING && soc > 97)) {
      changeActivity();
    }
    switch (activity) {
      case DRIVING -> drive(seconds);
      case CHARGING -> power = parameters.chargingPower(dc, soc);
      case PARKED -> power = -20;
    }
    soc = Math.clamp(soc + power * seconds / (parameters.capacityKwh() * 36_000), 0, 100);
    double warmth = Math.abs(power) / 40_000;
    packTemperature += seconds * (warmth - (packTemperature - 18) * 0.02) / 60;
  }

  private void changeActivity() {
    speed = 0;
    if (activity == Activity.DRIVING) {
      boolean charge = soc < 30 || random.nextInt(4) == 0;
      activity = charge ? Activity.CHARGING : Activity.PARKED;
      dc = random.nextInt(3) == 0;
      secondsLeft = random.nextDouble(300, charge ? 7_200 : 1_800);
    } else if (soc < 20) {
      activity = Activity.CHARGING;
      secondsLeft = random.nextDouble(1_200, 7_200);
    } else {
      activity = Activity.DRIVING;
      secondsLeft = random.nextDouble(300, 3_600);
    }
  }

  private void drive(double seconds) {
    if (random.nextDouble() < seconds / 25) {
      double[] limits = {0, 30, 50, 50, 80, 120};
      targetSpeed = limits[random.nextInt(limits.length)] / 3.6 * random.nextDouble(0.9, 1.1);
    }
    double wanted = Math.clamp((targetSpeed - speed) / seconds, -2.5, 1.8);
    double next = Math.max(0, speed + wanted * seconds);
    double acceleration = (next - speed) / seconds;
    power = parameters.drivingPower((speed + next) / 2, acceleration);
    move((speed + next) / 2 * seconds);
    speed = next;
  }

  private void move(double meters) {
    odometer += meters;
    heading = (heading + random.nextDouble(-1, 1) * Math.min(meters, 20) + 360) % 360;
    double radians = Math.toRadians(heading);
    latitude += meters * Math.cos(radians) / EARTH_M_PER_DEGREE;
    longitude +=
        meters * Math.sin(radians) / (EARTH_M_PER_DEGREE * Math.cos(Math.toRadians(latitude)));
  }

  private Map<String, Object> sensors(long timeMillis) {
    double voltage = 340 + soc * 0.6 + power / 20_000;
    Map<String, Object> signals = new LinkedHashMap<>();
    signals.put("speed", round(speed * 3.6, 1));
    signals.put("odometer", Math.round(odometer));
    signals.put("soc", round(soc, 2));
    signals.put("battery_power", round(power, 0));
    signals.put("battery_voltage", round(voltage, 1));
    signals.put("battery_current", round(power / voltage, 1));
    signals.put("battery_temperature", round(packTemperature, 1));
    signals.put("latitude", round(latitude, 6));
    signals.put("longitude", round(longitude, 6));
    signals.put("heading", round(heading, 1));
    signals.put("ambient_temperature", round(ambient(timeMillis), 1));
    signals.put("is_charging", activity == Activity.CHARGING);
    return signals;
  }

  /** A day between 8 °C at four in the morning and 20 °C in the afternoon. */
  private static double ambient(long timeMillis) {
    double hours = timeMillis / 3_600_000.0 % 24;
    return 14 - 6 * Math.cos((hours - 4) / 24 * 2 * Math.PI);
  }

  private static double round(double value, int decimals) {
    double scale = Math.pow(10, decimals);
    return Math.rint(value * scale) / scale;
  }
}

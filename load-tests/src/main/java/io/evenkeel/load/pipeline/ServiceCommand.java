package io.evenkeel.load.pipeline;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to run one part of the pipeline as a process.
 *
 * @param name of the process, and of its log file
 * @param main class with its main method
 * @param heap most heap, as the JVM's option has it
 * @param arguments of the main method
 * @param environment variables beside this process's own
 */
public record ServiceCommand(
    String name,
    Class<?> main,
    String heap,
    List<String> arguments,
    Map<String, String> environment) {
  public ServiceCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** The same with more variables. */
  public ServiceCommand with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new ServiceCommand(name, main, heap, arguments, all);
  }
}

package io.evenkeel.k8s;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Visits an object of a published model and everything below it by its getters. */
final class ModelWalk {
  private static final String ASIDE = "getAdditionalProperties";

  /** Where any name is right: these hold settings by the owner's own names. */
  private static final List<String> FREE =
      List.of("KafkaClusterSpec.config", "KafkaTopicSpec.config");

  private ModelWalk() {}

  static void walk(@Nullable Object value, String path, List<String> unknown) {
    switch (value) {
      case null -> {}
      case Collection<?> items -> {
        int index = 0;
        for (Object item : items) {
          walk(item, path + "[" + index++ + "]", unknown);
        }
      }
      case Map<?, ?> map -> map.forEach((key, item) -> walk(item, path + "." + key, unknown));
      default -> {
        if (isModel(value)) {
          properties(value, path, unknown);
        }
      }
    }
  }

  private static void properties(Object model, String path, List<String> unknown) {
    for (Method method : model.getClass().getMethods()) {
      if (!isGetter(method, model)) {
        continue;
      }
      Object value = call(method, model);
      if (method.getName().equals(ASIDE) && value instanceof Map<?, ?> aside) {
        aside.keySet().forEach(name -> unknown.add(path + "." + name));
      } else if (!FREE.contains(model.getClass().getSimpleName() + "." + name(method))) {
        walk(value, path + "." + name(method), unknown);
      }
    }
  }

  private static boolean isModel(Object value) {
    String type = value.getClass().getName();
    return !value.getClass().isEnum()
        && (type.startsWith("io.fabric8.")
            || type.startsWith("io.strimzi.")
            || value instanceof Record);
  }

  private static boolean isGetter(Method method, Object model) {
    boolean component = model instanceof Record && method.getDeclaringClass() == model.getClass();
    return method.getParameterCount() == 0
        && !method.isSynthetic()
        && (component
            ? !method.getName().matches("toString|hashCode")
            : method.getName().startsWith("get") && !method.getName().equals("getClass"))
        && method.getReturnType() != void.class;
  }

  private static String name(Method method) {
    String name = method.getName();
    return name.startsWith("get")
        ? Character.toLowerCase(name.charAt(3)) + name.substring(4)
        : name;
  }

  private static @Nullable Object call(Method method, Object model) {
    try {
      method.setAccessible(true);
      return method.invoke(model);
    } catch (InvocationTargetException | IllegalAccessException e) {
      throw new IllegalStateException(method.toString(), e);
    }
  }
}

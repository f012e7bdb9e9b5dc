package io.evenkeel.sink.audit;

import io.evenkeel.model.topic.Lane;
import java.util.List;

/**
 * What was read of a lane.
 *
 * @param partitions empty if the topics are not there
 */
record LaneResult(
    Lane lane, List<PartitionAudit> partitions, List<Finding> findings, List<String> notes) {}

# inventory-forensics investigate --format json evidence/ | jq -r -f culprits.jq
# A line for each phase: its runs, who is held responsible and how surely.
.incidents[].phases[]
| [ .runs.first, .runs.last, (.culprit.confidence // "unknown"),
    (.culprit.change.time // "-"), (.culprit.change.eventName // "-"), (.culprit.change.actor.origin // .culprit.change.actor.arn // "-") ]
| @tsv

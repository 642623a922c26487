"""Problems, promises, prevention plans, weekly meetings."""

from confianza.web.plans.models.commitments import Commitment, CommitmentStep, Standing
from confianza.web.plans.models.coordination import (
    Coordination,
    CoordinationState,
    EffectivenessReport,
    Note,
)
from confianza.web.plans.models.prevention import (
    Chapter,
    Objective,
    PlanKind,
    PlanState,
    PlanVersion,
    PreventionPlan,
    QuarterAccount,
)
from confianza.web.plans.models.problems import (
    Appraisal,
    Asks,
    Evidence,
    Finding,
    Measure,
    Move,
    Origin,
    Page,
    Problem,
    Setting,
    Sign,
    Stage,
)
from confianza.web.plans.models.standing import CycleStep

__all__ = [
    "Appraisal",
    "Asks",
    "Chapter",
    "Commitment",
    "CommitmentStep",
    "Coordination",
    "CoordinationState",
    "CycleStep",
    "EffectivenessReport",
    "Evidence",
    "Finding",
    "Measure",
    "Move",
    "Note",
    "Objective",
    "Origin",
    "Page",
    "PlanKind",
    "PlanState",
    "PlanVersion",
    "PreventionPlan",
    "Problem",
    "QuarterAccount",
    "Setting",
    "Sign",
    "Stage",
    "Standing",
]

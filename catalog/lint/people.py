"""Roles, what they are judged by and paid on, and the buyers they talk to."""

from catalog.conflicts import all_judged, all_paid
from catalog.definitions import Definitions
from catalog.messages import Finding, Findings


def roles(given: Definitions) -> Findings:
    """Drivers nobody works for, and roles without a part."""
    served = {metric.driver for role in given.roles for metric in role.metrics}
    served |= {driver.parent for driver in given.goals.drivers}
    for index, driver in enumerate(given.goals.drivers):
        if driver.id not in served:
            reason = f"no role's metric serves '{driver.id}'; give it to a metric in roles.yml"
            yield Finding("goals", ("drivers", index), reason, "unserved-driver")
    for index, role in enumerate(given.roles):
        if not role.stages:
            reason = f"'{role.id}' has a part in no stage; add one to its stages"
            yield Finding("roles", ("roles", index, "stages"), reason, "role-without-stage")


def metrics(given: Definitions) -> Findings:
    """Metrics that lead to nothing, or pay off before what they lead to."""
    for each in all_judged(given):
        if each.orphan:
            reason = f"'{each.metric.name}' rolls up to nothing; give it a driver"
            yield Finding("roles", each.loc, reason, "orphan-metric")
        if each.driver and each.sooner:
            reason = (
                f"'{each.metric.name}' pays off sooner ({each.metric.horizon}) than the driver it"
                f" serves, '{each.driver.id}' ({each.driver.horizon}); name a driver that pays off"
                " as soon, or a figure that takes as long"
            )
            yield Finding("roles", each.loc, reason, "hurried-metric")


def pay(given: Definitions) -> Findings:
    """Variable pay that pulls away from the shared measure, or does not add up."""
    measure = given.goals.measure.name
    for index, role in enumerate(given.roles):
        shares = sum(each.share for each in role.paid_on)
        if role.paid_on and shares != 100:
            reason = f"the shares add up to {shares} percent; make them 100"
            yield Finding("roles", ("roles", index, "paid_on"), reason, "pay-shares")
    for each in all_paid(given):
        if each.beside:
            reason = (
                f"'{each.pay.what}' is paid for and leads to no shared goal; give it the driver"
                f" with which it moves '{measure}', or pay for something that does"
            )
            yield Finding("roles", each.loc, reason, "pay-beside-measure")


def buyers(given: Definitions) -> Findings:
    """Buyers to whom nothing is said, or something nobody has tried."""
    for index, persona in enumerate(given.personas):
        if not persona.messages:
            reason = f"nothing is said to '{persona.id}' yet; add a message"
            yield Finding("personas", ("personas", index), reason, "no-message")
        for number, message in enumerate(persona.messages):
            if message.state == "untested":
                reason = "this message was never tried with a customer; try it, then change this"
                at = ("personas", index, "messages", number, "state")
                yield Finding("personas", at, reason, "untested-message")

from django.apps import AppConfig


class BudgetWatchConfig(AppConfig):
    name = "budget_watch"

from django.urls import path

from congress.attachments.views import AttachmentView, PublicFileView

urlpatterns = [
    path("attachments/<uuid:pk>/", AttachmentView.as_view(), name="attachment"),
    path(
        "attachments/<uuid:pk>/thumbnail/",
        AttachmentView.as_view(thumbnail=True),
        name="attachment-thumbnail",
    ),
    path("files/<uuid:pk>/", PublicFileView.as_view(), name="public-file"),
    path("files/<uuid:pk>/thumbnail/", PublicFileView.as_view(thumbnail=True), name="public-file-thumbnail"),
]
